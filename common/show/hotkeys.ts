import { z } from 'zod';

/**
 * A key for a command. `command` names it as the palette does (`renderer/ui/commands`), with its
 * subject after a colon where it has one: `take`, `scene.take:scene-2`, `strip.mute:microphone`.
 */
export const hotkeySchema = z.object({
  command: z
    .string()
    .min(1)
    .max(160)
    .regex(/^[A-Za-z.]+(:[A-Za-z0-9_-]{1,64})?$/),
  /** An Electron accelerator, e.g. `Ctrl+1`, `F5`, `Shift+Alt+M`. */
  accelerator: z.string().min(1).max(60),
  /** Works while another program has the keyboard. */
  systemWide: z.boolean(),
});
export type Hotkey = z.infer<typeof hotkeySchema>;

/** Most hotkeys of one show. */
export const MAX_HOTKEYS = 300;
