export { type Classification, type ClassifyOptions, classify, type Parity } from './classify.js';
export { emitLibrary, emitStructured, type LibraryFormat } from './emit.js';
export type { ImageEntry, OperatorClass } from './image.js';
export {
  candidateLibrary,
  type LibraryCertificate,
  type LibraryEntry,
  type LibraryOptions,
  type LibrarySort,
  librarySorts,
} from './library.js';
export { librarySource, type SourceLanguage, sourceLanguages } from './source.js';
export { type StructuredEntry, type StructuredOptions, structuredLibrary } from './structured.js';
