/** The log-in page: nobody has logged in here. */

import { clearOnNewLogin } from './storage.js';

if (document.body.dataset.storage === 'empty') clearOnNewLogin('nobody');
