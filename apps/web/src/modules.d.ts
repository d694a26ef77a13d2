/** Made by apps/web/vite.config.mjs out of apps/web/messages: by language and section. */
declare module 'messages:all' {
  const loaders: Readonly<Record<string, Readonly<Record<string, () => Promise<{ readonly default: unknown }>>>>>;
  export default loaders;
}
