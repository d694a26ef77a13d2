type MessageLoaders = Readonly<Record<string, Readonly<Record<string, () => Promise<{ readonly default: unknown }>>>>>;

/** Made by apps/web/vite.config.mjs out of apps/web/messages: by language and section. */
declare module 'messages:all' {
  const loaders: MessageLoaders;
  export default loaders;
}

/** The same of what the first screen needs. */
declare module 'messages:first' {
  const loaders: MessageLoaders;
  export default loaders;
}
