export { checkFile, profileIn } from '#connector/check';
