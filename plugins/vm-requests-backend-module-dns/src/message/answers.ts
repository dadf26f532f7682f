const codes: Record<number, string> = {
  0: 'NOERROR',
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  6: 'YXDOMAIN',
  7: 'YXRRSET',
  8: 'NXRRSET',
  9: 'NOTAUTH',
  10: 'NOTZONE',
};

/** Whether a message answers the one with an id. */
export function isAnswerTo(message: Buffer, id: number): boolean {
  return (
    message.length >= 12 &&
    message.readUInt16BE(0) === id &&
    message.readUInt8(2) >= 0x80
  );
}

/** What an answer says, by the name that the protocol's documents give it. */
export function codeOf(answer: Buffer): string {
  const code = answer.readUInt8(3) % 16;
  return codes[code] ?? `RCODE ${code}`;
}
