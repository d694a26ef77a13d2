export { checkFile, profileIn } from '#connector/file-check';
