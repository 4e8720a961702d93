import { buildSync } from 'esbuild';

/** Loads sources that are written for n8n's bundler-less CommonJS, as one module of this process. */
export async function loadSources<T>(modules: string[]): Promise<T> {
	const bundle = buildSync({
		stdin: {
			contents: modules.map((name) => `export * from './${name}';`).join('\n'),
			resolveDir: process.cwd(),
			loader: 'ts',
		},
		bundle: true,
		format: 'esm',
		platform: 'node',
		write: false,
	});
	const code = Buffer.from(bundle.outputFiles[0]?.contents ?? []).toString('base64');
	return (await import(`data:text/javascript;base64,${code}`)) as T;
}
