import { describe, expect, it } from 'vitest';
import {
  checkInteger,
  checkOptions,
  Inconsistent,
  InvalidInput,
  JetgraphError,
  OutOfRange,
  Unsupported,
} from '../../src/base/index.js';

const complaint = { where: 'grid', expected: 'a shape', got: "'x'" };

describe('the error family', () => {
  it.each([
    [InvalidInput, 'InvalidInput', 'INVALID_INPUT'],
    [OutOfRange, 'OutOfRange', 'OUT_OF_RANGE'],
    [Unsupported, 'Unsupported', 'UNSUPPORTED'],
    [Inconsistent, 'Inconsistent', 'INCONSISTENT'],
  ] as const)('%o has its name, code and parts', (Kind, name, code) => {
    const error = new Kind(complaint);
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(JetgraphError);
    expect(error).toMatchObject({ name, code, complaint });
  });

  it('the message follows the pattern, with and without a hint', () => {
    expect(new InvalidInput(complaint).message).toBe("grid: expected a shape, got 'x'.");
    expect(new InvalidInput({ ...complaint, hint: 'write 8x8' }).message).toBe(
      "grid: expected a shape, got 'x'. Hint: write 8x8.",
    );
  });

  it('the message stays on one line', () => {
    const error = new OutOfRange({ where: 'a\nb', expected: 'c \n d', got: 'e\r\nf', hint: 'g\n\nh' });
    expect(error.message).toBe('a b: expected c d, got e f. Hint: g h.');
  });

  it('the kinds are told apart', () => {
    expect(new OutOfRange(complaint)).not.toBeInstanceOf(InvalidInput);
  });
});

describe('checkOptions', () => {
  it('lets known names pass', () => {
    expect(() => checkOptions('f', {}, [])).not.toThrow();
    expect(() => checkOptions('f', { a: 1, b: undefined }, ['a', 'b', 'c'])).not.toThrow();
  });

  it('names the unknown option and the known ones', () => {
    expect(() => checkOptions('f', { a: 1, edgse: 2 }, ['a', 'edges'])).toThrow(
      new InvalidInput({ where: 'f', expected: 'options among a, edges', got: "'edgse'" }),
    );
  });
});

describe('checkInteger', () => {
  it('includes both ends', () => {
    for (const value of [2, 3, 4]) expect(() => checkInteger('f', 'k', value, 2, 4)).not.toThrow();
    expect(() => checkInteger('f', 'k', Number.MAX_SAFE_INTEGER, 0)).not.toThrow();
  });

  it.each([1, 5, 2.5, Number.NaN, Number.POSITIVE_INFINITY, -3])('refuses %f in 2..4', (value) => {
    expect(() => checkInteger('f', 'k', value, 2, 4)).toThrow(
      new InvalidInput({ where: 'f', expected: 'k to be an integer from 2 to 4', got: String(value) }),
    );
  });

  it('states an open range', () => {
    expect(() => checkInteger('f', 'k', -1, 0)).toThrow('f: expected k to be an integer at least 0, got -1.');
  });
});
