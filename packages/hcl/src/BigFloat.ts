/**
 * A number as HCL computes with it: Go's `big.Float`, which rounds to a number of bits, to the
 * nearest and halves to even. Its value is mantissa × 2^exponent.
 *
 * @internal
 */
export interface BigFloat {
  /** Zero has a sign, too. */
  negative: boolean;
  mantissa: bigint;
  exponent: number;
  /** Bits. */
  precision: number;
}

/** What HCL gives to numbers that are written out. */
const PRECISION = 512;

/** Beyond 10 to the power of ±20,000 the digits would take long to compute. */
const MAX_MAGNITUDE = 66_440;

const NUMBER =
  /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:([eEpP])([+-]?\d+))?$|^[+-]?[Ii]nf$/;

/**
 * Whether HCL takes a text for a number: `.5`, `5.`, `1e3`, `1p3` (eight) and `inf` are some.
 *
 * @alpha
 */
export function isNumberText(text: string): boolean {
  const match = NUMBER.exec(text);
  if (!match) {
    return false;
  }
  const [, , whole = '', fraction = '', letter, exponent = '0'] = match;
  const digits = BigInt(whole + fraction || '0');
  const power = BigInt(exponent);
  const shift =
    power - (letter?.toLowerCase() === 'p' ? 0n : BigInt(fraction.length));
  const magnitude = BigInt(bitLength(digits)) + shift;
  return digits === 0n
    ? BigInt.asIntN(64, power) === power
    : BigInt.asIntN(32, magnitude) === magnitude;
}

/**
 * Reads a number as HCL does; undefined for what is none, is infinite, or has more than 20,000
 * digits before or after the point.
 *
 * @internal
 */
export function parseBigFloat(text: string): BigFloat | undefined {
  const match = NUMBER.exec(text);
  if (!match || match[2] === undefined) {
    return undefined;
  }
  const [, sign, whole, fraction, letter, power = '0'] = match;
  const negative = sign === '-';
  const digits = BigInt(whole + fraction);
  if (digits === 0n) {
    return { negative, mantissa: 0n, exponent: 0, precision: PRECISION };
  }
  const isBinary = letter?.toLowerCase() === 'p';
  const tens = (isBinary ? 0 : Number(power)) - fraction.length;
  const twos = isBinary ? Number(power) : 0;
  if (Math.abs(tens) > MAX_MAGNITUDE || Math.abs(twos) > MAX_MAGNITUDE) {
    return undefined;
  }
  const written = { negative, mantissa: digits, exponent: tens + twos };
  if (tens === 0) {
    return bounded(round(written, PRECISION));
  }
  const fives = powerOfFive(Math.abs(tens));
  return bounded(
    tens > 0
      ? product(written, fives, PRECISION)
      : quotient(written, fives, PRECISION),
  );
}

/**
 * A whole number that HCL itself made, such as the index of an item.
 *
 * @internal
 */
export function bigFloatOfIndex(index: number): BigFloat {
  return {
    negative: false,
    mantissa: BigInt(index),
    exponent: 0,
    precision: 64,
  };
}

/** @internal */
export function negate(x: BigFloat): BigFloat {
  return { ...x, negative: !x.negative };
}

/**
 * Undefined when the sum has too many digits.
 *
 * @internal
 */
export function add(x: BigFloat, y: BigFloat): BigFloat | undefined {
  return bounded(sum(x, y, Math.max(x.precision, y.precision)));
}

/**
 * Undefined when the product has too many digits.
 *
 * @internal
 */
export function multiply(x: BigFloat, y: BigFloat): BigFloat | undefined {
  const exact = product(x, y, PRECISION);
  const needed = bitLength(exact.mantissa) - trailingZeros(exact.mantissa);
  return bounded({
    ...exact,
    precision: Math.max(x.precision, y.precision, needed),
  });
}

/**
 * Undefined when the quotient has too many digits, or the divisor is zero.
 *
 * @internal
 */
export function divide(x: BigFloat, y: BigFloat): BigFloat | undefined {
  return y.mantissa === 0n
    ? undefined
    : bounded(quotient(x, y, Math.max(x.precision, y.precision)));
}

/**
 * The remainder of the division that rounds towards zero; the dividend when the divisor is zero.
 *
 * @internal
 */
export function modulo(x: BigFloat, y: BigFloat): BigFloat | undefined {
  if (y.mantissa === 0n) {
    return x;
  }
  const ratio = quotient(x, y, Math.max(x.precision, y.precision));
  const whole = round(
    {
      negative: ratio.negative,
      mantissa:
        ratio.exponent < 0
          ? ratio.mantissa >> BigInt(-ratio.exponent)
          : ratio.mantissa << BigInt(ratio.exponent),
      exponent: 0,
    },
    x.precision,
  );
  const multiple = product(y, whole, x.precision);
  return bounded(sum(x, negate(multiple), x.precision));
}

/**
 * Negative when x is less than y, positive when it is greater.
 *
 * @internal
 */
export function compare(x: BigFloat, y: BigFloat): number {
  const exponent = Math.min(x.exponent, y.exponent);
  const left = signedAt(x, exponent);
  const right = signedAt(y, exponent);
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

/**
 * The whole number that this is; undefined when it is none, or is beyond what an index can be.
 *
 * @internal
 */
export function indexOfBigFloat(x: BigFloat): number | undefined {
  const text = bigFloatText(x);
  return /^(?:\d{1,15}|-0)$/.test(text) ? Math.abs(Number(text)) : undefined;
}

/**
 * The shortest decimal that is rounded to this number, without an exponent.
 *
 * @internal
 */
export function bigFloatText({
  negative,
  mantissa,
  exponent,
  precision,
}: BigFloat): string {
  const sign = negative ? '-' : '';
  if (mantissa === 0n) {
    return `${sign}0`;
  }
  if (exponent >= 0 && bitLength(mantissa) + exponent <= precision) {
    return `${sign}${mantissa << BigInt(exponent)}`;
  }
  // The last bit is half a unit in the last place.
  const shift = precision + 1 - bitLength(mantissa);
  const scaled =
    shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
  const { digits, point } = shortestDecimal(scaled, exponent - shift);
  if (point <= 0) {
    return `${sign}0.${'0'.repeat(-point)}${digits}`;
  }
  const whole = digits.slice(0, point).padEnd(point, '0');
  const fraction = digits.slice(point);
  return `${sign}${whole}${fraction && `.${fraction}`}`;
}

/**
 * The nearest number that JavaScript has; infinite beyond what it has.
 *
 * @internal
 */
export function toDouble(x: BigFloat): number {
  if (x.mantissa === 0n) {
    return x.negative ? -0 : 0;
  }
  if (bitLength(x.mantissa) + x.exponent < -1000) {
    // Doubles are less exact here, and rounding twice could be off.
    return Number(bigFloatText(x));
  }
  const { mantissa, exponent } = round(x, 53);
  const double = Number(mantissa) * 2 ** exponent;
  return x.negative ? -double : double;
}

/** 0.digits × 10^point */
interface Decimal {
  digits: string;
  point: number;
}

/** As Go's `big.Float.Text` finds it. */
function shortestDecimal(scaled: bigint, exponent: number): Decimal {
  const exact = decimalOf(scaled, exponent);
  const lower = decimalOf(scaled - 1n, exponent).digits;
  const upper = decimalOf(scaled + 1n, exponent).digits;
  const isEven = scaled % 4n === 0n || scaled % 4n === 1n;
  for (let i = 0; i < exact.digits.length; i += 1) {
    const digit = Number(exact.digits[i]);
    const high = Number(upper[i] ?? '0');
    const mayRoundDown =
      Number(lower[i] ?? '0') !== digit || (isEven && i + 1 === lower.length);
    const mayRoundUp =
      digit !== high && (isEven || digit + 1 < high || i + 1 < upper.length);
    if (mayRoundDown && mayRoundUp) {
      return roundsUp(exact.digits, i + 1)
        ? roundUp(exact, i + 1)
        : roundDown(exact, i + 1);
    }
    if (mayRoundDown) {
      return roundDown(exact, i + 1);
    }
    if (mayRoundUp) {
      return roundUp(exact, i + 1);
    }
  }
  return exact;
}

function decimalOf(mantissa: bigint, exponent: number): Decimal {
  const text =
    exponent >= 0
      ? String(mantissa << BigInt(exponent))
      : String(mantissa * 5n ** BigInt(-exponent));
  return {
    digits: text.replace(/0+$/, ''),
    point: text.length + Math.min(exponent, 0),
  };
}

function roundsUp(digits: string, length: number): boolean {
  if (length >= digits.length) {
    return false;
  }
  return digits[length] === '5' && length + 1 === digits.length
    ? Number(digits[length - 1]) % 2 === 1
    : digits[length] >= '5';
}

function roundDown({ digits, point }: Decimal, length: number): Decimal {
  return { digits: digits.slice(0, length).replace(/0+$/, ''), point };
}

function roundUp({ digits, point }: Decimal, length: number): Decimal {
  const kept = digits.slice(0, length).replace(/9+$/, '');
  return kept === ''
    ? { digits: '1', point: point + 1 }
    : { digits: kept.slice(0, -1) + (Number(kept.slice(-1)) + 1), point };
}

type Exact = Omit<BigFloat, 'precision'>;

function round(
  { negative, mantissa, exponent }: Exact,
  precision: number,
): BigFloat {
  const excess = bitLength(mantissa) - precision;
  if (excess <= 0) {
    return { negative, mantissa, exponent, precision };
  }
  const bits = BigInt(excess);
  const kept = mantissa >> bits;
  const rest = mantissa - (kept << bits);
  const half = 1n << (bits - 1n);
  const isUp = rest > half || (rest === half && kept % 2n === 1n);
  return {
    negative,
    mantissa: isUp ? kept + 1n : kept,
    exponent: exponent + excess,
    precision,
  };
}

function sum(x: Exact, y: Exact, precision: number): BigFloat {
  const exponent = Math.min(x.exponent, y.exponent);
  const total = signedAt(x, exponent) + signedAt(y, exponent);
  return round(
    {
      negative: total === 0n ? x.negative && y.negative : total < 0n,
      mantissa: total < 0n ? -total : total,
      exponent,
    },
    precision,
  );
}

function product(x: Exact, y: Exact, precision: number): BigFloat {
  return round(
    {
      negative: x.negative !== y.negative,
      mantissa: x.mantissa * y.mantissa,
      exponent: x.exponent + y.exponent,
    },
    precision,
  );
}

function quotient(x: Exact, y: Exact, precision: number): BigFloat {
  const shift = Math.max(
    0,
    precision + 2 + bitLength(y.mantissa) - bitLength(x.mantissa),
  );
  const dividend = x.mantissa << BigInt(shift);
  const whole = dividend / y.mantissa;
  // One more bit says whether anything is left, which decides how halves are rounded.
  const rest = whole * y.mantissa === dividend ? 0n : 1n;
  return round(
    {
      negative: x.negative !== y.negative,
      mantissa: whole * 2n + rest,
      exponent: x.exponent - y.exponent - shift - 1,
    },
    precision,
  );
}

/** With the roundings on the way that Go's `pow5` makes. */
function powerOfFive(power: number): BigFloat {
  const precision = PRECISION + 64;
  const first = Math.min(power, 27);
  const five = { negative: false, exponent: 0 };
  let result = round({ ...five, mantissa: 5n ** BigInt(first) }, precision);
  let factor = round({ ...five, mantissa: 5n }, precision + 64);
  for (let left = power - first; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      result = product(result, factor, precision);
    }
    factor = product(factor, factor, precision + 64);
  }
  return result;
}

function bounded(x: BigFloat): BigFloat | undefined {
  const magnitude = bitLength(x.mantissa) + x.exponent;
  return x.mantissa === 0n || Math.abs(magnitude) <= MAX_MAGNITUDE
    ? x
    : undefined;
}

function signedAt({ negative, mantissa, exponent }: Exact, at: number): bigint {
  const magnitude = mantissa << BigInt(exponent - at);
  return negative ? -magnitude : magnitude;
}

function bitLength(x: bigint): number {
  const hex = x.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(parseInt(hex[0], 16)));
}

function trailingZeros(x: bigint): number {
  return x === 0n ? 0 : /0*$/.exec(x.toString(2))?.[0].length ?? 0;
}
