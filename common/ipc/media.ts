/** Where the stage fetches a file that the document names. Main answers ranges; 403 and 404 have no body. */
export const mediaUrl = (path: string): string => `/media?path=${encodeURIComponent(path)}`;
