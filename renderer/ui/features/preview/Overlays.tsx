import { useFloor } from '../../app/hooks.ts';
import type { Box } from './fit.ts';

const line = 'absolute bg-white/35 shadow-[0_0_0_0.5px_rgb(0_0_0/0.5)]';
const thirds = [1 / 3, 2 / 3];

/** Safe areas (EBU R 95: 3.5 % for action, 5 % for text) and a grid of thirds; viewers never see them. */
export function Overlays({ picture }: { picture: Box }) {
  const { safeArea, grid } = useFloor((floor) => floor.overlays);
  const { x, y, width, height } = picture;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute overflow-hidden"
      style={{ left: x, top: y, width, height }}
    >
      {safeArea ? (
        <div data-testid="safe-area">
          <Safe part={3.5} />
          <Safe part={5} />
          <div className={`${line} top-1/2 left-[48%] h-px w-[4%]`} />
          <div className={`${line} top-[47%] left-1/2 h-[6%] w-px`} />
        </div>
      ) : null}
      {grid ? (
        <div data-testid="grid">
          {thirds.map((part) => (
            <div key={part}>
              <div className={`${line} top-0 h-full w-px`} style={{ left: `${part * 100}%` }} />
              <div className={`${line} left-0 h-px w-full`} style={{ top: `${part * 100}%` }} />
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

const Safe = ({ part }: { part: number }) => (
  <div
    className="absolute border border-white/40 shadow-[0_0_0_0.5px_rgb(0_0_0/0.5)]"
    style={{ inset: `${part}%` }}
  />
);
