import { err, type Result } from '../../../common/result.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type DeliveryChannel =
  | 'destination:log'
  | 'destination:drill'
  | 'outage:cut'
  | 'outage:reveal'
  | 'health:samples'
  | 'health:export';

const missing = (): Result<never> => err('INTERNAL', 'this is not there yet');

/** How the programme arrives. */
export const deliveryHandlers = (_context: Context): HandlersFor<DeliveryChannel> => ({
  'destination:log': missing,
  'destination:drill': missing,
  'outage:cut': missing,
  'outage:reveal': missing,
  'health:samples': missing,
  'health:export': missing,
});
