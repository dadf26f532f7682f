/**
 * An SSH public key that was understood, or what is wrong with it.
 *
 * @public
 */
export type SshPublicKeyCheck =
  | {
      ok: true;
      /** Type as in the first field, e.g. `ssh-ed25519`. */
      type: string;
      /** Bits of an RSA key's modulus or of an elliptic curve. */
      bits: number;
      comment: string;
      /** One line, single spaces. */
      key: string;
    }
  | { ok: false; problem: string };

class KeyProblem extends Error {}

/** Reads the wire format of RFC 4251, section 5. */
class WireReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  string(): Uint8Array {
    const start = this.#position + 4;
    if (start > this.#bytes.length) {
      throw new KeyProblem('The key is cut off.');
    }
    const length = new DataView(
      this.#bytes.buffer,
      this.#bytes.byteOffset + this.#position,
      4,
    ).getUint32(0);
    if (start + length > this.#bytes.length) {
      throw new KeyProblem('The key is cut off.');
    }
    this.#position = start + length;
    return this.#bytes.subarray(start, start + length);
  }

  text(): string {
    return String.fromCharCode(...this.string());
  }

  /** Number of bits of a positive number. */
  mpintBits(): number {
    const bytes = this.string();
    if (bytes.length === 0 || bytes[0] >= 0x80) {
      throw new KeyProblem('The key holds a number that is not positive.');
    }
    const first = bytes.findIndex(byte => byte !== 0);
    return first < 0
      ? 0
      : (bytes.length - first - 1) * 8 + (32 - Math.clz32(bytes[first]));
  }

  end(): void {
    if (this.#position !== this.#bytes.length) {
      throw new KeyProblem('There is something behind the end of the key.');
    }
  }
}

function decodeBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) {
    throw new KeyProblem('Its second part is not whole base64.');
  }
  return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

function readPoint(reader: WireReader, curve: string): number {
  const bits: Record<string, number> = {
    nistp256: 256,
    nistp384: 384,
    nistp521: 521,
  };
  const named = reader.text();
  if (named !== curve) {
    throw new KeyProblem(`It says ${curve}, but the key is of ${named}.`);
  }
  const point = reader.string();
  const size = Math.ceil(bits[curve] / 8);
  if (point.length !== 1 + 2 * size || point[0] !== 4) {
    throw new KeyProblem(`The key's point does not fit ${curve}.`);
  }
  return bits[curve];
}

function readEd25519(reader: WireReader): number {
  if (reader.string().length !== 32) {
    throw new KeyProblem('An ed25519 key has 32 bytes; this one does not.');
  }
  return 256;
}

function readRsa(reader: WireReader): number {
  if (reader.mpintBits() < 2) {
    throw new KeyProblem('The exponent of the RSA key is too small.');
  }
  const bits = reader.mpintBits();
  if (bits < 2048) {
    throw new KeyProblem(
      `The RSA key has ${bits} bits; at least 2048 are needed. An ed25519 key is shorter and stronger: ssh-keygen -t ed25519.`,
    );
  }
  if (bits > 16384) {
    throw new KeyProblem(
      `The RSA key has ${bits} bits; at most 16384 are accepted.`,
    );
  }
  return bits;
}

/** By type: RFC 8709, RFC 4253 section 6.6, RFC 5656 section 3.1, and OpenSSH's PROTOCOL.u2f. */
const readers: Record<string, (reader: WireReader) => number> = {
  'ssh-ed25519': readEd25519,
  'ssh-rsa': readRsa,
  'ecdsa-sha2-nistp256': reader => readPoint(reader, 'nistp256'),
  'ecdsa-sha2-nistp384': reader => readPoint(reader, 'nistp384'),
  'ecdsa-sha2-nistp521': reader => readPoint(reader, 'nistp521'),
  'sk-ssh-ed25519@openssh.com': reader => {
    const bits = readEd25519(reader);
    reader.string();
    return bits;
  },
  'sk-ecdsa-sha2-nistp256@openssh.com': reader => {
    const bits = readPoint(reader, 'nistp256');
    reader.string();
    return bits;
  },
};

/**
 * The types of SSH public keys that are accepted.
 *
 * @public
 */
export const sshPublicKeyTypes: readonly string[] = Object.keys(readers);

/** An RSA key of 16384 bits has about 2800 characters. */
const longestLine = 8192;

function hasControlCharacter(line: string): boolean {
  return [...line].some(character => {
    const code = character.codePointAt(0)!;
    return (code < 0x20 && character !== '\t') || code === 0x7f;
  });
}

/** How private keys are written: PEM and SSH2, PuTTY's, OpenSSH's in base64, SSH1's, and JWK. */
const privateKeyMarks = [
  /[-\u2010-\u2015]\s*(?:BEGIN|END)\s*(?:[A-Z0-9-]+\s+){0,3}PRIVATE\s*KEY/,
  /[-\u2010-\u2015]\s*(?:BEGIN|END)\s*(?:(?:RSA|DSA|EC|OPENSSH|SSH2|ENCRYPTED)\s*)*PRIVATE\s*KEY/i,
  /PuTTY-User-Key-File|Private-(?:Lines|MAC|Hash)\s*:/i,
  /b3BlbnNzaC1rZXktdjE/,
  /SSH PRIVATE KEY FILE FORMAT/i,
];

function isPrivateJwk(text: string): boolean {
  return /"kty"\s*:/.test(text) && /"d"\s*:/.test(text);
}

/**
 * Whether base64 begins as the DER of a private key does, in PKCS #1, PKCS #8 and SEC 1 alike: a
 * sequence whose first member is a version. Public keys and certificates begin with a sequence.
 */
function beginsAsPrivateDer(base64: string): boolean {
  const bytes = Uint8Array.from(atob(base64.slice(0, 12)), character =>
    character.charCodeAt(0),
  );
  const lengthBytes = bytes[1] < 0x80 ? 1 : 1 + (bytes[1] % 0x80);
  const [type, length, version] = bytes.subarray(1 + lengthBytes);
  return bytes[0] === 0x30 && type === 2 && length === 1 && version <= 1;
}

/**
 * Whether there is a private key in a text, however it was pasted: with blanks before it, in one line,
 * or only the lines between its first and its last.
 *
 * @public
 */
export function holdsPrivateKey(text: string): boolean {
  return (
    privateKeyMarks.some(mark => mark.test(text)) ||
    isPrivateJwk(text) ||
    (text.match(/[A-Za-z0-9+/]{40,}/g) ?? []).some(beginsAsPrivateDer)
  );
}

function typeProblem(type: string): string {
  if (type === 'ssh-dss') {
    return 'DSA keys are no longer accepted by SSH servers; make one with ssh-keygen -t ed25519.';
  }
  if (type.includes('-cert-v0')) {
    return 'This is a certificate; give the public key that it was made for.';
  }
  if (/^---- BEGIN SSH2 PUBLIC KEY|^-----BEGIN/.test(type)) {
    return 'This is another format; give the one line of the .pub file.';
  }
  return `A key begins with its type, one of ${sshPublicKeyTypes.join(
    ', ',
  )}; options before it are not accepted.`;
}

/**
 * Checks one line of an OpenSSH public key file, down to the bytes of the key. What is wrong is said
 * without repeating the text, which may be a secret.
 *
 * @public
 */
export function checkSshPublicKey(text: string): SshPublicKeyCheck {
  if (holdsPrivateKey(text)) {
    return {
      ok: false,
      problem:
        'This is a private key. Give it to nobody, and consider it lost if you sent it; the public key is in the file whose name ends in .pub.',
    };
  }
  const line = text.trim();
  if (line === '') {
    return { ok: false, problem: 'A public key is needed.' };
  }
  if (/^---- BEGIN SSH2 PUBLIC KEY|^-----BEGIN/.test(line)) {
    return { ok: false, problem: typeProblem(line) };
  }
  if (line.length > longestLine) {
    return { ok: false, problem: 'This is too long for a public key.' };
  }
  if (hasControlCharacter(line)) {
    return {
      ok: false,
      problem: 'A public key is one line, without control characters.',
    };
  }
  const [type, base64, ...rest] = line.split(/[ \t]+/);
  const comment = rest.join(' ');
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!read) {
    return { ok: false, problem: typeProblem(type) };
  }
  if (!base64) {
    return { ok: false, problem: 'The key is missing behind its type.' };
  }
  if (comment.length > 256) {
    return { ok: false, problem: 'The comment is longer than 256 characters.' };
  }
  try {
    const reader = new WireReader(decodeBase64(base64));
    const inner = reader.text();
    if (inner !== type) {
      throw new KeyProblem(`It says ${type}, but the key inside is another.`);
    }
    const bits = read(reader);
    reader.end();
    return {
      ok: true,
      type,
      bits,
      comment,
      key: [type, base64, ...(comment ? [comment] : [])].join(' '),
    };
  } catch (error) {
    if (error instanceof KeyProblem) {
      return { ok: false, problem: error.message };
    }
    throw error;
  }
}
