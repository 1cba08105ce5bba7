export { readRelationFile, type WrittenGraph, type WrittenRelation } from './file.js';
export { type Claim, type Failure, type Verification, type VerifyOptions, verifyRelations } from './verify.js';
