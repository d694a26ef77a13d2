declare module 'messages:all' {
  import type { Language, Messages, SectionName } from './shell/texts';
  const loaders: {
    readonly [L in Language]: { readonly [S in SectionName]: () => Promise<{ readonly default: Messages[S] }> };
  };
  export default loaders;
}
