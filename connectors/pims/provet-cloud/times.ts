import type { DateTime } from 'luxon';

/**
 * A time as filters take it: `YYYY-MM-DD hh:mm+00:00` [documented: filtering]; the seconds are cut
 * off, so "from" asks a little earlier and never later.
 */
export const filterTime = (at: DateTime): string => at.toUTC().toFormat("yyyy-MM-dd HH:mm'+00:00'");
