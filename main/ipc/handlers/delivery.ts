import { err, type Result } from '../../../common/result.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type DeliveryChannel =
  | 'destination:playUrls'
  | 'destination:copy'
  | 'destination:renew'
  | 'preflight:run'
  | 'preflight:cancel';

const missing = (): Result<never> => err('INTERNAL', 'this is not there yet');

/** How the programme arrives. */
export const deliveryHandlers = (_context: Context): HandlersFor<DeliveryChannel> => ({
  'destination:playUrls': missing,
  'destination:copy': missing,
  'destination:renew': missing,
  'preflight:run': missing,
  'preflight:cancel': missing,
});
