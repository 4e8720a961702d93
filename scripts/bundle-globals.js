/* Put in place of what pdf-lib takes from the global scope; see gulpfile.js. */

/** pdf-lib only yields with it. */
export const setTimeout = (next) => {
	Promise.resolve().then(next);
};

/** pdf-lib's helpers only look for features of other platforms in it. */
const nothing = {};
export { nothing as global, nothing as globalThis };
