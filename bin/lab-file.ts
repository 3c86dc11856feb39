/** Where an open lab is described, unless it is told otherwise. */

export const labFile = '.farwatch/lab.json';
