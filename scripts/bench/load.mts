import { Agent, request } from 'node:http';

export interface Load {
	/** Cases answered. */
	cases: number;
	failed: string[];
	/** From the first request to the last answer, in seconds. */
	seconds: number;
	/** Milliseconds from request to answer, ascending. */
	times: number[];
}

const mostTold = 5;

async function post(
	agent: Agent,
	url: string,
	body: string,
): Promise<{ status: number; text: string }> {
	return await new Promise((resolve, reject) => {
		const headers = {
			'content-type': 'application/json',
			'content-length': Buffer.byteLength(body),
		};
		const call = request(url, { method: 'POST', agent, headers, timeout: 60_000 }, (answer) => {
			let text = '';
			answer.setEncoding('utf8');
			answer.on('data', (part: string) => (text += part));
			answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
			answer.on('error', reject);
		});
		call.on('timeout', () => call.destroy(new Error('no answer within 60 s')));
		call.on('error', reject);
		call.end(body);
	});
}

/** A closed loop: each connection sends its next case when the last one has been answered. */
export async function runLoad(
	url: string,
	next: () => string,
	{ connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const times: number[] = [];
	const failed: string[] = [];
	const began = performance.now();
	const end = began + seconds * 1000;
	const loop = async (): Promise<void> => {
		while (performance.now() < end && failed.length < mostTold) {
			const at = performance.now();
			try {
				const { status, text } = await post(agent, url, next());
				if (status === 200) times.push(performance.now() - at);
				else failed.push(`answered ${status}: ${text.slice(0, 300)}`);
			} catch (error) {
				failed.push(error instanceof Error ? error.message : String(error));
			}
		}
	};
	await Promise.all(Array.from({ length: connections }, loop));
	const took = (performance.now() - began) / 1000;
	agent.destroy();
	return { cases: times.length, failed, seconds: took, times: times.sort((a, b) => a - b) };
}
