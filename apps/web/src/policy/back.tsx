import { Link } from '../design';
import { type PageName, pathOf } from '../shell/router';

/** The way up, above the heading. */
export const Back = ({ to, words }: { to: PageName; words: string }) => (
  <div class="no-print">
    <Link href={pathOf(to)} block>
      {words}
    </Link>
  </div>
);
