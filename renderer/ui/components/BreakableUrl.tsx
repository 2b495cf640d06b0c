import { Fragment } from 'react';

/** An address that goes on in the next line where one of its parts ends, not in mid-word. */
export function BreakableUrl({ url }: { url: string }) {
  const parts = url.split(/(?<=[/?&=])(?!\/)/);
  return (
    // Inter draws the x in 6x0 as a sign of multiplication, unless told not to.
    <span className="[font-feature-settings:'calt'_0]">
      {parts.map((part, index) => (
        // The parts of an address have no names.
        <Fragment key={`${index}:${part}`}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </span>
  );
}
