type Props = { name: string; value: string; note?: string };

/** One figure of the show, with what it means below it. */
export function Fact({ name, value, note }: Props) {
  return (
    <div className="min-w-0 rounded-md bg-panel p-3">
      <dt className="truncate text-sm text-text-2" title={name}>
        {name}
      </dt>
      <dd className="figures text-xl font-semibold">{value}</dd>
      {note ? <dd className="figures whitespace-normal text-sm text-text-2">{note}</dd> : null}
    </div>
  );
}
