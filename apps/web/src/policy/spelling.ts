/** How the names that people give are spelled, as the index takes them. */
export const CODE = /^[a-z][a-z0-9-]{1,49}$/;
/** One line that people read: no control or invisible character. */
export const LINE = (most: number): RegExp => new RegExp(`^[^\\p{C}]{1,${most}}$`, 'u');
