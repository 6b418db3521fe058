/** Label value for the app that tenants share. No tenant has this id, since ids are DNS labels. */
export const SHARED_APP = '_shared';
