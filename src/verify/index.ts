export {
  readLibraryFile,
  readRelationFile,
  type WrittenCandidate,
  type WrittenGraph,
  type WrittenRelation,
} from './file.js';
export {
  type LibraryClaim,
  type LibraryVerification,
  type LibraryVerifyOptions,
  verifyLibrary,
} from './library.js';
export {
  type Checked,
  type Claim,
  type Failure,
  type Verification,
  type VerifyOptions,
  verifyRelations,
} from './verify.js';
