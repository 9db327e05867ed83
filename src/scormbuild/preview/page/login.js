/** The log-in page: nobody has logged in here. */

import { emptyUnlessOf } from './storage.js';

if (document.body.dataset.storage === 'empty') emptyUnlessOf('nobody');
