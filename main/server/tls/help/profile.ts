import { createHash } from 'node:crypto';
import type { Authority } from '../authority.ts';
import { escapeText } from './escape.ts';

/** Configuration profile of iOS and macOS with the authority's certificate, not signed. */
export function profileOf({ name, der, fingerprint }: Authority): string {
  const uuid = (part: string) => uuidOf(`${part} ${fingerprint}`);
  const title = escapeText(name);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>anchor-studio.authority.${uuid('profile')}</string>
<key>PayloadUUID</key><string>${uuid('profile')}</string>
<key>PayloadDisplayName</key><string>${title}</string>
<key>PayloadDescription</key><string>SHA-256 ${fingerprint}</string>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>anchor-studio.authority.${uuid('certificate')}</string>
<key>PayloadUUID</key><string>${uuid('certificate')}</string>
<key>PayloadDisplayName</key><string>${title}</string>
<key>PayloadCertificateFileName</key><string>anchor-studio-ca.cer</string>
<key>PayloadContent</key><data>${der.toString('base64')}</data>
</dict></array>
</dict></plist>
`;
}

/** The same for the same text, so that a profile installed again replaces itself. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').toUpperCase();
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}
