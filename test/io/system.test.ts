/** Where the operating system refuses: one line, nothing half written, no folder left behind. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PartialFile } from '../../src/cli/partialFile.js';
import { encodeArrays, makeFolders, openDataset, writeFileAtomic, writeFilesAtomic } from '../../src/io/index.js';
import { command, inFolder } from '../cli/command.js';

const line = { name: 'x', shape: [3], data: Float64Array.of(0, 1, 2), dimensions: ['x'] };

describe.runIf(existsSync('/proc/self'))('below a folder in which none can be made', () => {
  it('writing ends with one line', async () => {
    const expected =
      "expected a path that can be written, got ENOENT (no such file or folder) for '/proc/nowhere/a/b.html'";
    expect(() => writeFileAtomic('/proc/nowhere/a/b.html', 'text')).toThrow(expected);
    await expect(new PartialFile('/proc/nowhere/a/b.html').open()).rejects.toThrow(expected);
  });
});

describe('folders', () => {
  it('are made one below the other, and named where they were missing', () =>
    inFolder(async (path) => {
      mkdirSync(path('a'));
      expect(makeFolders(path('a/b/c'))).toEqual([path('a/b'), path('a/b/c')]);
      expect(makeFolders(path('a/b/c'))).toEqual([]);
    }));

  it('go away again where nothing is written', () =>
    inFolder(async (path, files) => {
      writeFileSync(path('file'), 'old');
      const nested = [path('new/a/one.txt'), path('file/two.txt')].map((own) => ({ path: own, content: 'text' }));
      expect(() => writeFilesAtomic(nested)).toThrow(
        `got ENOTDIR (a part of it is no folder) for '${path('file/two.txt')}'`,
      );
      expect(files()).toEqual(['file']);
    }));
});

describe('files that are in place', () => {
  // the last path makes a folder of the one before it: its file is whole inside, and finds no place in the end
  const together = (path: (name: string) => string) =>
    ['old.txt', 'new.txt', 'x', 'x/y'].map((name) => ({ path: path(name), content: 'new' }));

  it('are taken back where a later one fails', () =>
    inFolder(async (path, files) => {
      writeFileSync(path('old.txt'), 'old');
      expect(() => writeFilesAtomic(together(path))).toThrow(
        `got ENOTDIR (a part of it is no folder) for '${path('x/y')}'`,
      );
      expect(files()).toEqual(['old.txt']);
      expect(readFileSync(path('old.txt'), 'utf8')).toBe('old');
    }));

  it('are taken back where they are folders', () =>
    inFolder(async (path, files) => {
      const [old, fresh] = await Promise.all(
        [line, { ...line, name: 'y' }].map((array) => encodeArrays(path('a.zarr'), [array])),
      );
      writeFilesAtomic([old!]);
      expect(() => writeFilesAtomic([fresh!, ...together(path)])).toThrow('got ENOTDIR');
      expect(files()).toEqual(['a.zarr']);
      expect([...(await openDataset(path('a.zarr'))).variables.keys()]).toEqual(['x']);
    }));
});

describe('links', () => {
  it('are followed', () =>
    inFolder(async (path, files) => {
      mkdirSync(path('store'));
      writeFileSync(path('store/run.txt'), 'old');
      symlinkSync(path('store/run.txt'), path('latest.txt'));
      writeFileAtomic(path('latest.txt'), 'new');
      expect(lstatSync(path('latest.txt')).isSymbolicLink()).toBe(true);
      expect(readFileSync(path('store/run.txt'), 'utf8')).toBe('new');
      expect([files(), readdirSync(path('store'))]).toEqual([['latest.txt', 'store'], ['run.txt']]);
    }));

  it.runIf(existsSync('/dev/null'))('to a device do not make a file of it', () =>
    inFolder(async (path) => {
      symlinkSync('/dev/null', path('a.txt'));
      expect(() => writeFileAtomic(path('a.txt'), 'text')).toThrow('expected a path that can be written, got a device');
      expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    }),
  );
});

it.runIf(existsSync('/dev/zero'))('a device that goes on for ever is not read', async () => {
  const expected = "expected a file that can be read, got a device for '/dev/zero'";
  await expect(openDataset('/dev/zero')).rejects.toThrow(expected);
});

describe('a list that was interrupted', () => {
  it('is counted by its lines, however they are cut', () =>
    inFolder(async (path) => {
      const long = `${'x'.repeat(200_000)}\n`;
      writeFileSync(path('a.part'), `first\n${long}rest`);
      const file = new PartialFile(path('a'));
      expect(await file.open()).toEqual({ lines: 2, last: long });
      await file.append('third\n');
      await file.complete();
      expect(readFileSync(path('a'), 'utf8')).toBe(`first\n${long}third\n`);
    }));

  it('is refused where it holds no lines', () =>
    inFolder(async (path) => {
      writeFileSync(path('a.part'), Buffer.alloc(2 ** 22, 1));
      await expect(new PartialFile(path('a')).open()).rejects.toThrow(/expected lines of graphs in '.*a.part'/);
      mkdirSync(path('b.part'));
      await expect(new PartialFile(path('b')).open()).rejects.toThrow('got EISDIR');
    }));
});

it('every command says the same of a file that cannot be read', async () => {
  const said = "expected a file that can be read, got ENOENT (no such file or folder) for '/nowhere/a.json'.";
  for (const words of [['discover'], ['library', 'verify'], ['relations', 'verify']]) {
    const { status, stderr } = await command(...words, '/nowhere/a.json');
    expect([status, stderr]).toEqual([2, `jetgraph ${words[0]}: ${said}\n`]);
  }
});
