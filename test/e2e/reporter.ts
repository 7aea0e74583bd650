import Mocha from 'mocha'

/** Mocha's usual report; it tells also why a first try failed, which is where a look at the second begins. */
export default class Reporter extends Mocha.reporters.Spec {
	constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
		super(runner, options)
		runner.on('retry', (test: Mocha.Test, error: Error) => {
			Mocha.reporters.Base.consoleLog(`    Tried again: ${test.fullTitle()}\n${error.stack ?? error.message}`)
		})
	}
}
