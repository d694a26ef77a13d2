import type { Me } from '#client/browser';

/** Roles that were welcomed in this browser; words of roles only, never whose. */
const KEPT = 'welcomed';

const rolesIn = (kept: string | null): string[] => (kept ?? '').split(' ').filter((role) => role !== '');

/** @param kept what stands in the storage */
export const isFirst = (kept: string | null, roles: readonly string[]): boolean =>
  roles.some((role) => !rolesIn(kept).includes(role));

/** @returns what is to stand in the storage from now on */
export const withRoles = (kept: string | null, roles: readonly string[]): string =>
  [...new Set([...rolesIn(kept), ...roles])].join(' ');

export const isFirstVisit = ({ roles }: Me): boolean => isFirst(localStorage.getItem(KEPT), roles);

export const rememberVisit = ({ roles }: Me): void =>
  localStorage.setItem(KEPT, withRoles(localStorage.getItem(KEPT), roles));
