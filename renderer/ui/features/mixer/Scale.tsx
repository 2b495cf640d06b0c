import { positionOfDb, scaleMarksDb } from './scale.ts';

/** The marks that meter and fader share. */
export function Scale() {
  return (
    <div aria-hidden className="figures relative w-5 text-right text-[0.625rem] text-text-3">
      {scaleMarksDb.map((db) => (
        <span
          key={db}
          className="absolute right-0 translate-y-1/2 leading-none"
          style={{ bottom: `${positionOfDb(db) * 100}%` }}
        >
          {db > 0 ? `+${db}` : db === 0 ? '0' : `−${-db}`}
        </span>
      ))}
    </div>
  );
}
