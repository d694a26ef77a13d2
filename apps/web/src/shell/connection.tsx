import { useEffect, useState } from 'preact/hooks';

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
