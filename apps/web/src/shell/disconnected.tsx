import { Notice } from '../design';
import { useConnection } from './connection';
import { useText } from './texts';

/** Above the screen of whoever is signed in, while there is no connection; the place is always there, so that it is read. */
export function Disconnected() {
  const t = useText('shell');
  const there = useConnection();
  return (
    <div class="no-print" role="status" style={there ? {} : { marginBlockEnd: '1.5rem' }}>
      {!there && (
        <Notice kind="attention" title={t.offlineTitle}>
          {t.offlineHere}
        </Notice>
      )}
    </div>
  );
}
