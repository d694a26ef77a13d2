import { useEffect, useState } from 'preact/hooks';
import { Notice } from '../design';
import { useText } from './texts';

/** Whether there is a connection, as far as the browser knows. */
export function useConnection(): boolean {
  const [there, setThere] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setThere(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return there;
}

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
