/**
 * design: how Raakvlak looks and how its parts behave.
 *
 * It owns the theme (`theme.css`), the class names and the components that all screens are made of: targets of 44 px,
 * focus that is always seen, errors that lead to their field, texts of others that stay text. `base.css` holds what
 * every first screen needs; screens import `fields.css` (select, date, file, text area), `table.css` (table, list of
 * terms, tabs, progress, badges) or `prose.css` (pages that are read) for the rest.
 *
 * It never holds a text of its own (labels come in as properties), never fetches, stores or knows who is signed in, and
 * never puts markup into the page as a string.
 */
export * from './badge';
export * from './button';
export * from './choice';
export * from './contact-card';
export * from './copy-button';
export * from './dialog';
export { type FieldProps, TextField, type TextFieldProps } from './field';
export * from './fields';
export * from './frame';
export { Icon, type IconName } from './icon';
export * from './lists';
export * from './named';
export * from './notice';
export { classes, harmless, mail, shorten, telephone } from './plain';
export * from './surface';
export * from './table';
export * from './text';
