import { cpSync, mkdirSync } from 'node:fs';
mkdirSync('dist/main',{recursive:true}); cpSync('/work/tmp/setup-test/app/dist/main.mjs','dist/main/index.mjs');
