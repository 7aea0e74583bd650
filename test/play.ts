import { TestEngine } from './support/engine.ts'
import { makeBusybox } from './support/images.ts'
const engine = await TestEngine.start()
await makeBusybox(engine.docker)
console.log(engine.host)
process.on('SIGTERM', () => void engine.stop().then(() => process.exit(0)))
setInterval(() => undefined, 100000)
