import { comparePlaces, laterPlace, type Place } from './positions.js';

/**
 * The last stretch of `$all` in which nothing of ours lies: what others write behind our last event is looked at once, and not anew
 * by everybody who asks for the end of the feed or for what comes behind it.
 */
export class Passed {
  #stretch: { readonly from: Place; readonly to: Place } | undefined;

  /** Behind this nothing of ours lies, as far as it was looked. */
  get from(): Place | undefined {
    return this.#stretch?.from;
  }

  /** Where a reader of what lies behind `place` may begin as well. */
  beyond(place: Place): Place {
    return this.covers(place) ? this.#stretch!.to : place;
  }

  /** Whether it lies in the stretch: from it to the stretch's end nothing is ours. */
  covers(place: Place): boolean {
    const stretch = this.#stretch;
    return (
      stretch !== undefined &&
      comparePlaces(place, stretch.from) >= 0 &&
      comparePlaces(place, stretch.to) <= 0
    );
  }

  /** Nothing of ours lies behind `from` up to and including `to`. */
  note(from: Place, to: Place): void {
    if (comparePlaces(from, to) >= 0) return;
    if (this.#stretch && this.covers(from))
      this.#stretch = { from: this.#stretch.from, to: laterPlace(this.#stretch.to, to) };
    else if (!this.#stretch || comparePlaces(to, this.#stretch.to) > 0)
      this.#stretch = { from, to };
  }

  /** `$all` ends at `end`. Before the stretch's end, it is another server's, or was restored: nothing is known of it. */
  endsAt(end: Place | undefined): void {
    if (!end || (this.#stretch && comparePlaces(end, this.#stretch.to) < 0))
      this.#stretch = undefined;
  }
}
