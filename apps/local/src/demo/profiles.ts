import type { Format } from './formats';

/** How the connector reads an export, as the application manager of the department would have written it down. */
export function profileOf(department: string, format: Format): unknown {
  return { department, ...format.read };
}
