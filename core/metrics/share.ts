/** A share with what it is a share of; below {@link fewestForShare} there is no percentage. */
export interface Share {
	count: number;
	n: number;
	/** 0 to 100, one digit behind the point. */
	percent?: number;
}

/** Smaller groups are told as counts only: a percentage of three says nothing. */
export const fewestForShare = 5;

export const shareOf = (count: number, n: number): Share => ({
	count,
	n,
	...(n >= fewestForShare ? { percent: Math.round((count / n) * 1000) / 10 } : {}),
});
