/** A browser in the place of a WHIP server, for what GStreamer cannot do: a restart of ICE. */
let server: RTCPeerConnection | null = null;
let offered = '';

async function answered(connection: RTCPeerConnection): Promise<string> {
  await connection.setRemoteDescription({ type: 'offer', sdp: offered });
  await connection.setLocalDescription(await connection.createAnswer());
  await new Promise<void>((resolve) => {
    const look = () => connection.iceGatheringState === 'complete' && resolve();
    connection.onicegatheringstatechange = look;
    look();
  });
  return connection.localDescription?.sdp ?? '';
}

/** Takes an offer; gives the answer. */
export async function serve(offer: string): Promise<string> {
  server?.close();
  server = new RTCPeerConnection();
  offered = offer;
  return answered(server);
}

/** Takes the fragment of an ICE restart, as a server does: the rest of the offer stands. Gives its own. */
export async function serveRestart(fragment: string): Promise<string> {
  if (!server) throw new Error('nothing is served');
  const valueOf = (name: string) => new RegExp(`^a=${name}:.*$`, 'm').exec(fragment)?.[0] ?? '';
  offered = offered
    .replace(/^a=candidate:.*\r\n/gm, '')
    .replace(/^a=ice-ufrag:.*$/gm, valueOf('ice-ufrag'))
    .replace(/^a=ice-pwd:.*$/gm, valueOf('ice-pwd'));
  const answer = await answered(server);
  for (const [line] of fragment.matchAll(/^a=candidate:.*$/gm))
    await server.addIceCandidate({ candidate: line.slice(2).trim(), sdpMid: '0' });
  const lines = answer
    .split('\r\n')
    .filter((line) => /^a=(ice-ufrag|ice-pwd|candidate):/.test(line));
  return `${lines.join('\r\n')}\r\n`;
}

/** Pictures decoded so far, and the name that ICE goes by now. */
export async function served(): Promise<{ frames: number; name: string }> {
  const report = [...((await server?.getStats()) ?? new Map()).values()];
  const find = (type: string) => report.find((it) => it.type === type && it.kind !== 'audio');
  return {
    frames: find('inbound-rtp')?.framesDecoded ?? 0,
    name: find('transport')?.iceLocalUsernameFragment ?? '',
  };
}
