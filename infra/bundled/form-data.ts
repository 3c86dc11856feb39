/** What axios would send forms with: we send none, and the package brings all media types along. */

export default FormData;
