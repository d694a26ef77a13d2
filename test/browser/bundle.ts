import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type BuildOptions, type Plugin, stop } from 'esbuild';

const ROOT = resolve(__dirname, '../..');

interface Package {
  readonly imports: Readonly<Record<string, { readonly types: string }>>;
}

/** Doors lead to the sources, as in jest.config.mjs: what is tested is what stands here, not an earlier build. */
const doors: Plugin = {
  name: 'doors',
  setup({ onResolve }) {
    const { imports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Package;
    onResolve({ filter: /^#/ }, ({ path }) => {
      const door = imports[path];
      return door ? { path: join(ROOT, door.types) } : { errors: [{ text: `no door ${path} in package.json` }] };
    });
  },
};

export interface Bundle {
  readonly script: string;
  /** Paths of everything that went in, from the root of the repository */
  readonly inputs: readonly string[];
}

/** A script of this folder for a browser: an import of a part of Node fails here. */
export async function bundle(entry: string, options: Pick<BuildOptions, 'minify'> = {}): Promise<Bundle> {
  try {
    const { outputFiles, metafile } = await build({
      ...options,
      absWorkingDir: ROOT,
      entryPoints: [join(__dirname, entry)],
      bundle: true,
      platform: 'browser',
      format: 'esm',
      target: 'es2022',
      plugins: [doors],
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    return { script: outputFiles[0]!.text, inputs: Object.keys(metafile.inputs) };
  } finally {
    await stop();
  }
}

/** The script of the page with the tokens. */
export const bundlePage = (): Promise<Bundle> => bundle('page.ts');
