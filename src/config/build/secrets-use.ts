/** Whether secrets, keys, certificates and logos are read. Unread, their places are validated only. */
export type SecretsUse = 'read' | 'unread';
