-- sql.example as of 2023-07-01, for duckdb; criteria_engine 0.1.0
-- 1. the results, a row for each unit
WITH facts AS (
  SELECT
    unit,
    FALSE AS unsuited,
    COALESCE(v0, FALSE) AS x0,
    NOT v0 IS NULL AS k0,
    v0 IS NULL AND r0 IS NULL AS a0,
    COALESCE(CAST(v1 AS INT), 0) AS x1,
    NOT v1 IS NULL AS k1,
    v1 IS NULL AND r1 IS NULL AS a1,
    COALESCE(CAST(v2 AS INT), 1) AS x2,
    NOT v2 IS NULL AS k2,
    v2 IS NULL AND r2 IS NULL AS a2,
    NOT EXISTS(
      SELECT
        1
      FROM "police"."case_list"
      WHERE
        "code" IS NULL
        OR (
          TRIM(
            NFC_NORMALIZE(CAST("code" AS TEXT)),
            '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
          ) COLLATE "C"
        ) = ''
    ) AS g0
  FROM (
    SELECT
      unit,
      r0 AS v0,
      r0,
      p0,
      CASE WHEN p1 = r1 THEN CAST(p1 * CAST(10 AS DECIMAL(2, 0)) AS BIGINT) ELSE NULL END AS v1,
      r1,
      p1,
      CASE WHEN p2 = r2 THEN CAST(p2 AS BIGINT) ELSE NULL END AS v2,
      r2,
      p2
    FROM (
      SELECT
        *,
        r0 AS p0,
        CAST(CASE WHEN r1 BETWEEN 0 AND 5000 THEN r1 ELSE NULL END AS DECIMAL(5, 1)) AS p1,
        CAST(CASE WHEN r2 BETWEEN 1 AND 500 THEN r2 ELSE NULL END AS DECIMAL(3, 0)) AS p2
      FROM (
        SELECT
          (
            TRIM(
              NFC_NORMALIZE(CAST("code" AS TEXT)),
              '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
            ) COLLATE "C"
          ) AS unit,
          "own" AS r0,
          "area" AS r1,
          "officers" AS r2
        FROM "police"."offices"
      ) AS found
    ) AS found
  ) AS found
  WHERE
    NOT unit IS NULL AND unit <> ''
), sums_0_0_rows AS (
  SELECT
    unit,
    COALESCE(v0, FALSE) AS x0,
    NOT v0 IS NULL AS k0
  FROM (
    SELECT
      unit,
      r0 AS v0,
      r0,
      p0
    FROM (
      SELECT
        *,
        r0 AS p0
      FROM (
        SELECT
          (
            TRIM(
              NFC_NORMALIZE(CAST("code" AS TEXT)),
              '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
            ) COLLATE "C"
          ) AS unit,
          "solved" AS r0
        FROM "police"."case_list"
      ) AS found
    ) AS found
  ) AS found
), sums_8_0_rows AS (
  SELECT
    unit,
    v0 IS NULL AND r0 IS NULL AS a0
  FROM (
    SELECT
      unit,
      r0 AS v0,
      r0,
      p0
    FROM (
      SELECT
        *,
        r0 AS p0
      FROM (
        SELECT
          (
            TRIM(
              NFC_NORMALIZE(CAST("code" AS TEXT)),
              '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
            ) COLLATE "C"
          ) AS unit,
          "solved" AS r0
        FROM "police"."case_list"
      ) AS found
    ) AS found
  ) AS found
), sums_0_0 AS (
  SELECT
    unit,
    COUNT(*) > 1000000 AS over_limit,
    CAST(CASE WHEN COUNT(*) > 1000000 THEN 0 ELSE COUNT(*) FILTER(WHERE
      k0 AND x0) END AS INT) AS s50,
    CAST(CASE
      WHEN COUNT(*) > 1000000
      THEN 0
      ELSE COUNT(*) FILTER(WHERE
        NOT (
          k0 AND NOT x0
        ))
    END AS INT) AS s51
  FROM sums_0_0_rows
  GROUP BY
    unit
), step_0 AS (
  SELECT
    facts.*,
    COALESCE(sums_0_0.s50, 0) AS r50,
    COALESCE(sums_0_0.s51, 0) AS r51,
    COALESCE(sums_0_0.over_limit, FALSE) AS over_0_0
  FROM facts
  LEFT JOIN sums_0_0
    ON facts.unit = sums_0_0.unit
), step_1 AS (
  SELECT
    *,
    k0 AND x0 AS r8,
    k0 AND NOT x0 AS r10,
    NOT k1 OR NOT k2 AS r33,
    80 * x2 AS r36,
    g0 AND r51 < 2 AS r56,
    g0 AND 2 <= r50 AS r57
  FROM step_0
), step_2 AS (
  SELECT
    *,
    CAST(NOT r10 AS INT) + CAST(NOT r8 AS INT) AS r14,
    CASE WHEN r10 THEN 0 ELSE 10 END AS r18,
    CASE WHEN r8 THEN 10 ELSE 0 END AS r19,
    NOT r10 OR NOT r8 AS r20,
    NOT r33 AND x1 < r36 AS r39,
    NOT r33 AND r36 <= x1 AS r40,
    CAST(NOT r56 AS INT) + CAST(NOT r57 AS INT) AS r60,
    NOT r56 OR NOT r57 AS r64,
    r57 OR r56 AS r105
  FROM step_1
), step_3 AS (
  SELECT
    *,
    1 < r14 AS r16,
    CAST(NOT r39 AS INT) + CAST(NOT r40 AS INT) AS r43,
    CASE WHEN r39 THEN 0 ELSE 5 END AS r46,
    CASE WHEN r40 THEN 5 ELSE 0 END AS r47,
    NOT r39 OR NOT r40 AS r48,
    1 < r60 AS r61,
    r10 OR r39 OR r56 AS r70,
    CASE WHEN 1 = r14 THEN CASE WHEN r10 THEN 2 ELSE 0 END ELSE 5 END AS r86,
    CASE WHEN 1 = r60 THEN CASE WHEN r56 THEN 2 ELSE 0 END ELSE 5 END AS r92
  FROM step_2
), step_4 AS (
  SELECT
    *,
    1 < r43 AS r44,
    (
      NOT r20 OR r8
    ) AND (
      NOT r48 OR r40
    ) AND (
      NOT r64 OR r57
    ) AS r69,
    CASE WHEN 1 = r43 THEN CASE WHEN r39 THEN 2 ELSE 0 END ELSE 5 END AS r89
  FROM step_3
), step_5 AS (
  SELECT
    *,
    CASE WHEN r70 THEN 1 ELSE CASE WHEN r69 THEN 0 ELSE 4 END END AS r76,
    1 < (
      CAST(NOT r70 AS INT) + CAST(NOT r69 AS INT)
    )
    AND NOT (
      r69 OR r10 OR r39 OR r56
    ) AS r95
  FROM step_4
), step_6 AS (
  SELECT
    *,
    (
      (
        (
          (
            (
              r95 AND NOT (
                NOT r64 OR r57 OR r56
              )
            ) AND NOT r105
          )
          AND r61
        )
        AND r61
      )
      AND NOT r105
    )
    AND (
      NOT g0 OR r50 < r51
    ) AS r119,
    (
      (
        (
          r95 AND NOT (
            NOT r48 OR r40 OR r39
          )
        ) AND NOT (
          r40 OR r39
        )
      )
      AND r44
    )
    AND r44 AS r127,
    (
      (
        (
          (
            r95 AND NOT (
              NOT r20 OR r8 OR r10
            )
          ) AND NOT (
            r8 OR r10
          )
        )
        AND r16
      )
      AND r16
    )
    AND a0 AS r134
  FROM step_5
), step_7 AS (
  SELECT
    *,
    r119 AND g0 AS r120,
    r119 AND NOT g0 AS r121,
    r127 AND a2 AS r128,
    r127 AND a1 AS r130
  FROM step_6
), sums_8_0_joined AS (
  SELECT
    sums_8_0_rows.*,
    step_7.r120 AS o120
  FROM sums_8_0_rows
  JOIN step_7
    ON sums_8_0_rows.unit = step_7.unit
), sums_8_0 AS (
  SELECT
    unit,
    COUNT(*) > 1000000 AS over_limit,
    CAST(CASE WHEN COUNT(*) > 1000000 THEN 0 ELSE COUNT(*) FILTER(WHERE
      o120 AND a0) END AS INT) AS s122
  FROM sums_8_0_joined
  GROUP BY
    unit
), step_8 AS (
  SELECT
    step_7.*,
    COALESCE(sums_8_0.s122, 0) AS r122,
    COALESCE(sums_8_0.over_limit, FALSE) AS over_8_0
  FROM step_7
  LEFT JOIN sums_8_0
    ON step_7.unit = sums_8_0.unit
), step_9 AS (
  SELECT
    *,
    0 < r122 AS r123
  FROM step_8
), answered AS (
  SELECT
    *,
    unsuited OR over_0_0 OR over_8_0 AS unsure
  FROM step_9
)
SELECT
  unit AS "unit",
  '' AS "name",
  unsure AS "unsure",
  CASE
    WHEN unsure
    THEN NULL
    WHEN r76 = 0
    THEN 'passes'
    WHEN r76 = 1
    THEN 'fails'
    ELSE 'undetermined'
  END AS "verdict",
  CAST(NULL AS TEXT) AS "grade",
  CASE WHEN NOT unsure THEN (
    (
      r19 * 2
    ) + r47
  ) * 0.5 ELSE NULL END AS "score_low",
  CASE WHEN NOT unsure THEN (
    (
      r18 * 2
    ) + r46
  ) * 0.5 ELSE NULL END AS "score_high",
  CASE WHEN NOT unsure THEN 25 * 0.5 ELSE NULL END AS "possible_low",
  CASE WHEN NOT unsure THEN 25 * 0.5 ELSE NULL END AS "possible_high",
  CASE
    WHEN unsure
    THEN NULL
    WHEN r130 OR r121 OR r123 OR r128 OR r134
    THEN LIST_FILTER(
      [
        CASE WHEN r130 THEN 'area' ELSE NULL END,
        CASE WHEN r121 THEN 'cases' ELSE NULL END,
        CASE WHEN r123 THEN 'cases.solved' ELSE NULL END,
        CASE WHEN r128 THEN 'officers' ELSE NULL END,
        CASE WHEN r134 THEN 'own' ELSE NULL END
      ],
      LAMBDA each : NOT each IS NULL
    )
    ELSE LIST_FILTER([CAST(NULL AS TEXT)], LAMBDA each : NOT each IS NULL)
  END AS "missing",
  CASE
    WHEN unsure
    THEN NULL
    WHEN r86 = 0
    THEN 'passes'
    WHEN r86 = 2
    THEN 'fails'
    ELSE 'undetermined'
  END AS "A1.outcome",
  CASE WHEN NOT unsure THEN r19 ELSE NULL END AS "A1.points_low",
  CASE WHEN NOT unsure THEN r18 ELSE NULL END AS "A1.points_high",
  CASE
    WHEN unsure
    THEN NULL
    WHEN r89 = 0
    THEN 'passes'
    WHEN r89 = 2
    THEN 'fails'
    ELSE 'undetermined'
  END AS "A2.outcome",
  CASE WHEN NOT unsure THEN r47 * 0.5 ELSE NULL END AS "A2.points_low",
  CASE WHEN NOT unsure THEN r46 * 0.5 ELSE NULL END AS "A2.points_high",
  CASE
    WHEN unsure
    THEN NULL
    WHEN r92 = 0
    THEN 'passes'
    WHEN r92 = 2
    THEN 'fails'
    ELSE 'undetermined'
  END AS "A3.outcome",
  CAST(NULL AS DECIMAL(38, 10)) AS "A3.points_low",
  CAST(NULL AS DECIMAL(38, 10)) AS "A3.points_high",
  CASE
    WHEN unsure
    THEN NULL
    ELSE LIST_FILTER(
      [
        CASE WHEN NOT r70 THEN 'passes' ELSE NULL END,
        CASE WHEN NOT r69 THEN 'fails' ELSE NULL END
      ],
      LAMBDA each : NOT each IS NULL
    )
  END AS "verdicts_possible",
  CASE
    WHEN unsure
    THEN NULL
    ELSE LIST_FILTER([CAST(NULL AS TEXT)], LAMBDA each : NOT each IS NULL)
  END AS "grades_possible"
FROM answered;

-- 2. what was not read: unit, fact, value, code of the fault
SELECT
  unit,
  'area' AS "fact",
  CAST(r0 AS TEXT) AS "value",
  CASE
    WHEN LOWER(CAST(r0 AS TEXT)) IN ('nan', 'inf', '-inf', 'infinity', '-infinity')
    THEN 'D031'
    WHEN NOT (
      r0 BETWEEN 0 AND 5000
    )
    THEN 'D036'
    ELSE 'D035'
  END AS "code"
FROM (
  SELECT
    *,
    CASE WHEN p0 = r0 THEN CAST(p0 * CAST(10 AS DECIMAL(2, 0)) AS BIGINT) ELSE NULL END AS v0
  FROM (
    SELECT
      *,
      CAST(CASE WHEN r0 BETWEEN 0 AND 5000 THEN r0 ELSE NULL END AS DECIMAL(5, 1)) AS p0
    FROM (
      SELECT
        (
          TRIM(
            NFC_NORMALIZE(CAST("code" AS TEXT)),
            '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
          ) COLLATE "C"
        ) AS unit,
        "area" AS r0
      FROM "police"."offices"
    ) AS found
  ) AS found
) AS found
WHERE
  v0 IS NULL AND NOT r0 IS NULL
UNION ALL
SELECT
  unit,
  'officers' AS "fact",
  CAST(r0 AS TEXT) AS "value",
  CASE
    WHEN LOWER(CAST(r0 AS TEXT)) IN ('nan', 'inf', '-inf', 'infinity', '-infinity')
    THEN 'D031'
    WHEN NOT (
      r0 BETWEEN 1 AND 500
    )
    THEN 'D036'
    ELSE 'D035'
  END AS "code"
FROM (
  SELECT
    *,
    CASE WHEN p0 = r0 THEN CAST(p0 AS BIGINT) ELSE NULL END AS v0
  FROM (
    SELECT
      *,
      CAST(CASE WHEN r0 BETWEEN 1 AND 500 THEN r0 ELSE NULL END AS DECIMAL(3, 0)) AS p0
    FROM (
      SELECT
        (
          TRIM(
            NFC_NORMALIZE(CAST("code" AS TEXT)),
            '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
          ) COLLATE "C"
        ) AS unit,
        "officers" AS r0
      FROM "police"."offices"
    ) AS found
  ) AS found
) AS found
WHERE
  v0 IS NULL AND NOT r0 IS NULL
UNION ALL
SELECT
  unit,
  'own' AS "fact",
  CAST(r0 AS TEXT) AS "value",
  'D042' AS "code"
FROM (
  SELECT
    *,
    r0 AS v0
  FROM (
    SELECT
      *,
      r0 AS p0
    FROM (
      SELECT
        (
          TRIM(
            NFC_NORMALIZE(CAST("code" AS TEXT)),
            '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
          ) COLLATE "C"
        ) AS unit,
        "own" AS r0
      FROM "police"."offices"
    ) AS found
  ) AS found
) AS found
WHERE
  v0 IS NULL AND NOT r0 IS NULL
UNION ALL
SELECT
  CAST(NULL AS TEXT) AS unit,
  'code' AS "fact",
  CAST(NULL AS TEXT) AS "value",
  'D050' AS "code"
FROM "police"."offices"
WHERE
  "code" IS NULL
  OR (
    TRIM(
      NFC_NORMALIZE(CAST("code" AS TEXT)),
      '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
    ) COLLATE "C"
  ) = ''
UNION ALL
SELECT
  unit,
  'code' AS "fact",
  unit AS "value",
  'D051' AS "code"
FROM (
  SELECT
    (
      TRIM(
        NFC_NORMALIZE(CAST("code" AS TEXT)),
        '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
      ) COLLATE "C"
    ) AS unit
  FROM "police"."offices"
) AS found
WHERE
  NOT unit IS NULL AND unit <> ''
GROUP BY
  unit
HAVING
  COUNT(*) > 1
UNION ALL
SELECT
  unit,
  'cases.solved' AS "fact",
  CAST(r0 AS TEXT) AS "value",
  'D042' AS "code"
FROM (
  SELECT
    *,
    r0 AS v0
  FROM (
    SELECT
      *,
      r0 AS p0
    FROM (
      SELECT
        (
          TRIM(
            NFC_NORMALIZE(CAST("code" AS TEXT)),
            '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
          ) COLLATE "C"
        ) AS unit,
        "solved" AS r0
      FROM "police"."case_list"
    ) AS found
  ) AS found
) AS found
WHERE
  v0 IS NULL AND NOT r0 IS NULL
UNION ALL
SELECT
  CAST(NULL AS TEXT) AS unit,
  'cases.code' AS "fact",
  CAST(NULL AS TEXT) AS "value",
  'D056' AS "code"
FROM "police"."case_list"
WHERE
  "code" IS NULL
  OR (
    TRIM(
      NFC_NORMALIZE(CAST("code" AS TEXT)),
      '                　' || CHR(9) || CHR(10) || CHR(11) || CHR(12) || CHR(13) || CHR(28) || CHR(29) || CHR(30) || CHR(31) || CHR(133)
    ) COLLATE "C"
  ) = '';
