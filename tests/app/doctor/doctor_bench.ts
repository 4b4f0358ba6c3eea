import { type DoctorPorts, examine } from "../../../src/app/doctor/doctor.ts";
import type { Check, CheckId } from "../../../src/domain/doctor/check.ts";
import type { PathFact } from "../../../src/domain/doctor/path_checks.ts";
import type { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { StatusBench } from "../docker/status_bench.ts";

/** A machine in memory that `doctor` examines. */
export class DoctorBench extends StatusBench {
  /** What is at paths. */
  readonly paths = new Map<string, PathFact>();
  /** Why helpers cannot be started, by path. */
  readonly trials = new Map<string, string>();
  /** Helpers that were started, by path. */
  readonly tried: string[] = [];
  /** What the server's clock says, or why it says nothing. */
  serverTime: Date | AtmosEcrError = this.now;
  /** Set where there is no place for Docker's configuration. */
  dockerFailure: AtmosEcrError | undefined;

  get doctorPorts(): DoctorPorts {
    const { ports, dockerFailure } = this;
    return {
      ...ports,
      docker: () => {
        if (dockerFailure !== undefined) throw dockerFailure;
        return this.docker;
      },
      trials: {
        failure: (path) => {
          this.tried.push(path);
          return Promise.resolve(this.trials.get(path));
        },
      },
      paths: (path) => Promise.resolve(this.paths.get(path)),
      variableNames: () => Object.keys(this.variables),
      serverClock: {
        now: () =>
          this.serverTime instanceof Date
            ? Promise.resolve({ time: this.serverTime, host: "sts.example" })
            : Promise.reject(this.serverTime),
      },
      deadlines: () => new PatientDeadline(),
    };
  }

  /** What `doctor` finds, by check. */
  async examine(offline = true): Promise<ReadonlyMap<CheckId, Check>> {
    const checks = await examine(this.doctorPorts, { offline });
    return new Map(checks.map((check) => [check.id, check]));
  }
}
