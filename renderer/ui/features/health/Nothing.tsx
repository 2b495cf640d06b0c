import { Activity } from 'lucide-react';

/** Where there is nothing yet: what will stand here, and when. */
export function Nothing({ what, hint }: { what: string; hint: string }) {
  return (
    <div className="mx-auto flex h-full max-w-md flex-col items-center justify-center gap-2 p-10 text-center">
      <Activity className="size-8 text-text-3" aria-hidden />
      <p className="font-medium">{what}</p>
      <p className="text-text-2">{hint}</p>
    </div>
  );
}
