/** By section. Made by apps/web/vite.config.mjs out of apps/web/messages. */
type MessageLoaders = Readonly<Record<string, () => Promise<{ readonly default: unknown }>>>;

declare module 'messages:nl' {
  const loaders: MessageLoaders;
  export default loaders;
}

declare module 'messages:en' {
  const loaders: MessageLoaders;
  export default loaders;
}

/** By language, what the first screen needs. */
declare module 'messages:first' {
  const loaders: Readonly<Record<string, MessageLoaders>>;
  export default loaders;
}
