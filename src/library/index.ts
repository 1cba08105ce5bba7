export { emitLibrary, type LibraryFormat } from './emit.js';
export { candidateLibrary, type LibraryEntry, type LibraryOptions } from './library.js';
