import type { DownloadFile, Http, HttpRequest, UploadForm } from '../http';

/** The three ways to a practice system. */
export interface Ways {
	http: Http;
	download: DownloadFile;
	upload: UploadForm;
}

/** What any of them answers, as far as limits are concerned. */
export interface Answered {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
}

/** Lets a call through when its time has come, and learns from the answer. */
export type Kept = <T extends Answered>(request: HttpRequest, call: () => Promise<T>) => Promise<T>;

/** The same three ways, each call of which goes through `kept`. */
export const keptWays = ({ http, download, upload }: Ways, kept: Kept): Ways => ({
	http: async (request) => await kept(request, async () => await http(request)),
	download: async (request, file) => await kept(request, async () => await download(request, file)),
	upload: async (request, fields, file) =>
		await kept(request, async () => await upload(request, fields, file)),
});
